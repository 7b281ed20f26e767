package kernelspec_test

import (
	"fmt"

	"golab/kernel/kernelspec"
)

func ExampleSystem() {
	none := func(string) string { return "" }
	for _, s := range []kernelspec.System{
		{OS: "linux", Home: "/home/ada", Env: none},
		{OS: "darwin", Home: "/Users/ada", Env: none},
		{OS: "windows", Home: `C:\Users\ada`, Env: none},
	} {
		fmt.Println(s.UserKernels())
	}
	// Output:
	// /home/ada/.local/share/jupyter/kernels
	// /Users/ada/Library/Jupyter/kernels
	// C:\Users\ada\.jupyter\data\kernels
}
