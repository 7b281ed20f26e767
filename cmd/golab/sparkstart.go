package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golab/spark/local"
)

// sparkStart starts a server.
func sparkStart(args []string) error {
	o, err := parseSparkStart(args)
	if err != nil {
		return err
	}
	if o.Folder, err = sparkFolder(); err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	server, err := startWatched(ctx, o)
	var running *local.Running
	switch {
	case errors.As(err, &running):
		fmt.Printf("Spark %s runs already at %s\n", running.Server.Version, running.Server.Address())
		return nil
	case ctx.Err() != nil:
		return errors.New("interrupted; no Spark was started")
	case err != nil:
		return plainSpark(err)
	}
	fmt.Printf("Spark %s runs at %s\n", server.Version, server.Address())
	if server.Python == "" {
		fmt.Println("It found no Python for its workers: session.Score takes small networks only, as SQL")
	} else if !server.Arrow {
		fmt.Printf("Its workers' Python lacks pyarrow, which session.Score needs: %s -m pip install pyarrow\n", server.Python)
	}
	fmt.Printf("In a cell:\n\n  import \"golab/spark\"\n\n  session := must(spark.Connect(%q))\n\nTo end it: %s\n", server.Address(), stopCommand(server))
	return nil
}

// startWatched starts a server and says meanwhile that it does.
func startWatched(ctx context.Context, o local.Options) (*local.Server, error) {
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		watchStep("starting Spark", time.Now(), done)
	}()
	server, err := local.Start(ctx, o)
	close(done)
	<-stopped
	return server, err
}

// parseSparkStart reads a command line.
func parseSparkStart(args []string) (local.Options, error) {
	var o local.Options
	fs := newFlags("spark start")
	port := fs.String("port", "", "")
	fs.StringVar(&o.Master, "master", "", "")
	fs.StringVar(&o.Memory, "memory", "", "")
	fs.StringVar(&o.Token, "token", "", "")
	fs.StringVar(&o.SparkHome, "spark-home", "", "")
	fs.StringVar(&o.Python, "python", "", "")
	fs.Func("conf", "", func(setting string) error {
		o.Conf = append(o.Conf, setting)
		return nil
	})
	err := parseSpark(fs, args)
	if err == nil {
		o.Port, err = portNumber(*port)
	}
	if err != nil {
		return o, err
	}
	if err := o.Check(); err != nil {
		return o, misuse{plainSpark(err).Error(), "spark"}
	}
	return o, nil
}
