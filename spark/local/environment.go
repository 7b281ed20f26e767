package local

import (
	"path/filepath"
	"slices"
	"strings"
)

// unset are the variables that a server must not inherit: with SPARK_REMOTE, the
// address that clients read, spark-submit refuses to start.
var unset = []string{
	"SPARK_REMOTE", "SPARK_CONNECT_MODE", "SPARK_CONNECT_AUTHENTICATE_TOKEN", "MASTER",
	"SPARK_HOME", "JAVA_HOME", "PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON",
	"SPARK_LOCAL_DIRS", "SPARK_WORKER_DIR", "SPARK_LOCAL_IP", "SPARK_SUBMIT_OPTS",
}

// environment returns the variables of a server's process.
func environment(inherited []string, o Options, j java, d distribution, temp string) []string {
	old := map[string]string{}
	env := slices.DeleteFunc(slices.Clone(inherited), func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		old[name] = value
		return slices.Contains(unset, name)
	})
	if old["SPARK_HOME"] != d.home { // the folder of another Spark's settings
		env = slices.DeleteFunc(env, func(entry string) bool { return strings.HasPrefix(entry, "SPARK_CONF_DIR=") })
	}
	submit := `"-Djava.io.tmpdir=` + temp + `"`
	if options := old["SPARK_SUBMIT_OPTS"]; options != "" {
		submit = options + " " + submit
	}
	env = append(env,
		"SPARK_HOME="+d.home, "JAVA_HOME="+j.home,
		"SPARK_LOCAL_IP="+host, "SPARK_LOCAL_DIRS="+temp,
		"SPARK_WORKER_DIR="+filepath.Join(temp, "work"),
		"SPARK_SUBMIT_OPTS="+submit,
	)
	if d.python.Executable != "" {
		env = append(env, "PYSPARK_PYTHON="+d.python.Executable)
	}
	if o.Token != "" {
		env = append(env, "SPARK_CONNECT_AUTHENTICATE_TOKEN="+o.Token)
	}
	return env
}
