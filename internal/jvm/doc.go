// Package jvm computes as the Java virtual machine does where a plain Go
// program would differ: Spark's XORShiftRandom, matrix products in the orders of
// its BLAS libraries, exp and log as the x87 unit, fdlibm and Intel's libm
// round them, and the text of a number.
package jvm
