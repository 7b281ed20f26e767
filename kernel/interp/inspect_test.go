package interp_test

import (
	"fmt"

	"golab/kernel/interp"
)

func exampleEngine() *interp.Engine {
	e, err := interp.New(interp.Config{})
	if err != nil {
		panic(fmt.Sprint("no engine: ", err))
	}
	return e
}
