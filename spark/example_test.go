package spark_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"golab/spark"
)

func Example() {
	session, err := spark.Connect("sc://localhost:15002")
	if err != nil {
		log.Fatal(err)
	}
	defer session.Stop()
	people := session.Read().Option("header", "true").Schema("name STRING, city STRING, age INT").CSV("/data/people.csv")
	ages := people.Filter("age >= 18").GroupBy("city").Agg("count(*) AS n", "avg(age) AS age").OrderBy("n DESC")
	if err := ages.Show(); err != nil {
		log.Fatal(err)
	}
	frame, err := ages.Collect() // a gota frame
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(frame.Nrow(), "cities")
}

func ExampleDataFrame_RandomSplit() {
	session, err := spark.Connect("sc://localhost:15002")
	if err != nil {
		log.Fatal(err)
	}
	defer session.Stop()
	split := session.Read().CSV("/data/spambase.data").RandomSplit([]float64{0.7, 0.3}, 42)
	for _, part := range split {
		n, err := part.Count()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(n, "rows")
	}
}

func ExampleSession_CreateDataFrame() {
	session, err := spark.Connect("sc://localhost:15002")
	if err != nil {
		log.Fatal(err)
	}
	defer session.Stop()
	frame := dataframe.New(series.New([]string{"ada", "bob"}, series.String, "name"), series.New([]int{36, 41}, series.Int, "age"))
	df, err := session.CreateDataFrame(frame)
	if err != nil {
		log.Fatal(err)
	}
	if err := df.Write().Mode("overwrite").Parquet("/data/people"); err != nil {
		log.Fatal(err)
	}
}

func ExampleDataFrame_Batches() {
	session, err := spark.Connect("sc://localhost:15002")
	if err != nil {
		log.Fatal(err)
	}
	defer session.Stop()
	rows := int64(0)
	for batch, err := range session.Read().Parquet("/data/large").Batches() {
		if err != nil {
			log.Fatal(err)
		}
		rows += batch.NumRows()
	}
	fmt.Println(rows, "rows")
}

func ExampleSession_WithContext() {
	session, err := spark.Connect("sc://localhost:15002")
	if err != nil {
		log.Fatal(err)
	}
	defer session.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// After a minute the server stops counting, and Count returns the context's error.
	n, err := session.WithContext(ctx).Read().Parquet("/data/large").Count()
	fmt.Println(n, err)
}
