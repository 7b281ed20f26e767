package local

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// DefaultPort is the port of Spark Connect.
const DefaultPort = 15002

// Options say what Start starts. Zero fields mean the defaults.
type Options struct {
	SparkHome string   // the folder of a Spark; else it is looked for
	Python    string   // the Python whose pyspark it is, and that the workers run; else it is looked for
	Port      int      // DefaultPort
	Master    string   // local[*]
	Memory    string   // the driver's heap, 2g
	Conf      []string // settings of Spark, key=value
	Token     string   // what clients must show; none
	Folder    string   // where servers are remembered; required
}

var memorySize = regexp.MustCompile(`^[1-9][0-9]*[kmgtKMGT]$`)

// ours are the settings that have an option, or that Start answers for.
var ours = map[string]string{
	"spark.master":                       "the option master is for that",
	"spark.driver.memory":                "the option memory is for that",
	"spark.connect.grpc.binding.port":    "the option port is for that",
	"spark.connect.grpc.binding.address": "the server is for this machine only",
	"spark.connect.authenticate.token":   "the option token is for that",
	"spark.connect.grpc.port.maxRetries": "the port is the one that was asked for",
	markSetting:                          "it is the mark by which the server is known",
	"spark.local.dir":                    "the server has a temporary folder of its own",
	"spark.app.name":                     "it is golab",
}

// withDefaults fills the zero fields.
func (o Options) withDefaults() Options {
	if o.Port == 0 {
		o.Port = DefaultPort
	}
	if o.Master == "" {
		o.Master = "local[*]"
	}
	if o.Memory == "" {
		o.Memory = "2g"
	}
	return o
}

// Check reports what Start would not take, all but an empty Folder.
func (o Options) Check() error {
	o = o.withDefaults()
	fail := func(format string, args ...any) error { return fmt.Errorf("local: Start: "+format, args...) }
	switch {
	case o.Port < 1 || o.Port > 65535:
		return fail("port %d is not between 1 and 65535", o.Port)
	case !memorySize.MatchString(o.Memory):
		return fail("memory %q is not a size such as 1500m or 2g", o.Memory)
	case strings.ContainsAny(o.Token, " \t\r\n;"):
		return fail("a token has no spaces and no semicolons")
	}
	for _, setting := range o.Conf {
		key, _, ok := strings.Cut(setting, "=")
		if !ok || !strings.HasPrefix(key, "spark.") {
			return fail("%q is not a setting such as spark.sql.shuffle.partitions=4", setting)
		}
		if why, ok := ours[key]; ok {
			return fail("%s cannot be set: %s", key, why)
		}
	}
	return nil
}

// arguments returns the command line of spark-submit.
func (o Options) arguments(temp, mark string) []string {
	settings := []string{
		"spark.connect.grpc.binding.address=" + host,
		fmt.Sprintf("spark.connect.grpc.binding.port=%d", o.Port),
		"spark.driver.host=" + host,
		"spark.driver.bindAddress=" + host,
		"spark.ui.enabled=false",
		"spark.sql.warehouse.dir=" + temp,
		markSetting + "=" + mark,
	}
	args := []string{
		"--name", "golab", "--master", o.Master, "--driver-memory", o.Memory,
		"--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
	}
	for _, setting := range slices.Concat(settings, o.Conf) { // the last of two holds
		args = append(args, "--conf", setting)
	}
	return append(args, "spark-internal")
}
