// Package kernelspec tells Jupyter where the kernel is.
//
// A kernel is known to Jupyter by a folder, its kernelspec: kernel.json says how
// to start it, three logos how to show it. Install writes such a folder, Remove
// takes it away, List names those of golab. The folders that Jupyter looks into
// differ from system to system: System knows them. Python finds the environment
// that Jupyter lives in, and Translator teaches papermill, which runs notebooks
// with parameters, to write those in Go.
//
// Sources: the chapters "Kernel specs" and "Transport security for kernels" of
// jupyter_client's documentation (8.10), Jupyter's enhancement proposal 105, and
// paths.py of jupyter_core 5.9.
package kernelspec
