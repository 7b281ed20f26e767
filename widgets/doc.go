// Package widgets sliders
package widgets
