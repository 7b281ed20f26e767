package main

const sparkHelp = `golab spark start [--port PORT] [--master MASTER] [--memory SIZE]
            [--conf KEY=VALUE]... [--token TOKEN]
            [--spark-home DIR] [--python PYTHON]
golab spark status [--port PORT]
golab spark stop [--port PORT]

Starts a Spark of version 4 on this machine, with the server that spark.Connect in a
cell connects to. It needs Java 17 or newer, and a Spark: that of SPARK_HOME, or a
pyspark that pip has installed into the active Python environment or into python3.
Nothing is installed; what is missing is named, with the command that brings it.

start says the address to connect to. The server goes on when the terminal is closed.
status says how it does, stop ends it and removes its files. They are about all
servers that golab has started, or about that of one port.

  --port PORT        15002 unless you say otherwise; several may run, each at its own
  --master MASTER    local[*], all cores of this machine, unless you say otherwise
  --memory SIZE      of the Java heap, such as 1500m; 2g unless you say otherwise
  --conf KEY=VALUE   a setting of Spark; may be repeated
  --token TOKEN      what clients must show. The server listens to this machine only,
                     but whoever else uses this machine could connect to it, and run
                     what they like as you, unless there is a token.
  --spark-home DIR   this Spark, not one that is found
  --python PYTHON    the pyspark of this Python, not one that is found; Spark's
                     workers run it
`
