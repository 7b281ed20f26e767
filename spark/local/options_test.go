package local

import (
	"slices"
	"strings"
	"testing"
)

func TestOptionsCheck(t *testing.T) {
	tests := []struct {
		o    Options
		want string
	}{
		{Options{}, ""},
		{Options{Port: 1, Memory: "1500M", Token: "a=b", Conf: []string{"spark.x="}}, ""},
		{Options{Port: -1}, "port -1 is not between 1 and 65535"},
		{Options{Port: 65536}, "port 65536 is not between 1 and 65535"},
		{Options{Memory: "2 GB"}, `memory "2 GB" is not a size such as 1500m or 2g`},
		{Options{Memory: "0g"}, `memory "0g" is not a size such as 1500m or 2g`},
		{Options{Token: "a;b"}, "a token has no spaces and no semicolons"},
		{Options{Conf: []string{"spark.x"}}, `"spark.x" is not a setting such as spark.sql.shuffle.partitions=4`},
		{Options{Conf: []string{"x=spark"}}, `"x=spark" is not a setting such as spark.sql.shuffle.partitions=4`},
		{Options{Conf: []string{"spark.connect.grpc.binding.address=0.0.0.0"}}, "spark.connect.grpc.binding.address cannot be set: the server is for this machine only"},
		{Options{Conf: []string{"spark.driver.memory=9g"}}, "spark.driver.memory cannot be set: the option memory is for that"},
	}
	for _, tt := range tests {
		text := ""
		if err := tt.o.Check(); err != nil {
			text = strings.TrimPrefix(err.Error(), "local: Start: ")
		}
		if text != tt.want {
			t.Errorf("%+v: %s, want %s", tt.o, text, tt.want)
		}
	}
}

func TestEnvironment(t *testing.T) {
	inherited := []string{"HOME=/h", "SPARK_REMOTE=sc://x", "MASTER=yarn", "SPARK_HOME=/other", "SPARK_CONF_DIR=/other/conf",
		"SPARK_CONNECT_AUTHENTICATE_TOKEN=old", "SPARK_SUBMIT_OPTS=-Da=b", "PYSPARK_PYTHON=python2"}
	got := environment(inherited, Options{}, java{home: "/j"}, distribution{home: "/s"}, "/t")
	want := []string{"HOME=/h", "SPARK_HOME=/s", "JAVA_HOME=/j", "SPARK_LOCAL_IP=127.0.0.1", "SPARK_LOCAL_DIRS=/t", "SPARK_WORKER_DIR=/t/work",
		`SPARK_SUBMIT_OPTS=-Da=b "-Djava.io.tmpdir=/t"`}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant\n%q", got, want)
	}
	same := environment([]string{"SPARK_HOME=/s", "SPARK_CONF_DIR=/c"}, Options{}, java{}, distribution{home: "/s"}, "/t")
	if !slices.Contains(same, "SPARK_CONF_DIR=/c") {
		t.Errorf("the settings of this Spark are lost: %q", same)
	}
}
