// Package breeze minimises smooth functions as the Scala library Breeze does:
// L-BFGS with a strong-Wolfe line search, iteration for iteration and bit for bit,
// and the vector operations in its order.
package breeze
