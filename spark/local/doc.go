// Package local starts, states and stops a Spark Connect server on this machine.
//
// It uses the Java and the Spark that are there, and installs nothing. The Java is
// the one of JAVA_HOME or of the PATH, 17 or newer. The Spark is the one of
// SPARK_HOME, or a pyspark that pip has installed into a Python: that of the active
// environment, else that of the PATH. What is missing is named in a Missing, with
// the command that brings it.
//
// A server is a process of its own. It listens on this machine's loopback address
// only, outlives the program that started it, and is remembered in a file, by which
// Servers finds it again. Before a signal is sent the process of that number must
// still carry the server's mark on its command line, so that nothing else is ever
// ended.
//
// Whoever reaches the port may run any code as the server's user. On a machine with
// other users give Options a Token.
//
// The processes are handled as Linux, macOS and Windows each do; Windows is built
// but not tried.
package local
