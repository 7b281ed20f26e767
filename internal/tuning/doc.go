// Package tuning holds what the searches of golab/labs and golab/spark for the best
// pipeline have in common.
package tuning
