// Package notebook reads, runs and writes Jupyter notebooks, files of the format
// nbformat 4.5.
//
// What it does not touch it leaves as it found it, byte for byte: fields it does
// not know, the order of keys, the way a number is written, indentation. So the
// difference between a notebook before and after a run is the outputs that
// changed and nothing else. What it writes anew looks as Jupyter's own nbformat
// package writes it. Notebooks of the formats 4.0 to 4.4 become 4.5 when read:
// their cells get ids, made of the cells' content, so that reading twice gives
// the same ids.
package notebook
