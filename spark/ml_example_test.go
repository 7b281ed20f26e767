package spark_test

import (
	"fmt"

	"golab/spark"
)

// The candidates of a search: what the axes vary, the rest as in the pipeline.
func ExampleParamGrid() {
	mlp := spark.MultilayerPerceptronClassifier{Layers: []int{57, 5, 2}, Seed: 1500, LabelCol: "labels"}
	pipeline := spark.Pipeline{spark.VectorAssembler{InputCols: []string{"a", "b"}}, &mlp}
	grid, err := spark.ParamGrid(pipeline,
		spark.Vary(&mlp.Layers, []int{57, 5, 2}, []int{57, 20, 5, 2}),
		spark.Vary(&mlp.MaxIter, 50, 100),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(grid)
	// Output:
	// 0  layers=[57 5 2], maxIter=50
	// 1  layers=[57 5 2], maxIter=100
	// 2  layers=[57 20 5 2], maxIter=50
	// 3  layers=[57 20 5 2], maxIter=100
}
