// Learn does the work that golab's learn is measured by, as it is told to on its
// standard input, and answers each time with a line of JSON. bench/learn.py asks it and
// scikit-learn in turns.
package main
