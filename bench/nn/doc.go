// Nn does the work that golab's nn is measured by, as often as it is told to on its
// standard input, and answers each time with a line of JSON. bench/nn.py asks it and
// its peers in turns.
package main
