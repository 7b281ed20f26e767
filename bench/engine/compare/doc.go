// Compare runs the same programs in golab's engine and its peers, and cells in
// golab's sessions, and prints two tables in Markdown. The processes that it starts
// are the other programs of this module, which lie beside it when it is run.
package main
