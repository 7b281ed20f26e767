package learn_test

import (
	"strings"
	"testing"

	"golab/learn"
)

// What a notebook shows has every number, no mark-up of names, and no colours, which
// would be right in one theme only.
func TestMIMEBundles(t *testing.T) {
	yTrue, yPred := []float64{1, 1, 1, 2, 2, 5}, []float64{1, 1, 2, 2, 2, 1}
	matrix, err := learn.NewConfusionMatrix(yTrue, yPred)
	value(t, matrix, err)
	report, err := learn.NewClassificationReport(yTrue, yPred, "<b>", "two", "five")
	value(t, report, err)
	for _, c := range []struct {
		shown interface {
			MIMEBundle() (map[string]any, error)
			String() string
		}
		want []string
	}{
		{matrix, []string{">true \\ predicted</th>", `<th style="text-align:right">5</th><td style="text-align:right">1</td><td style="text-align:right">0</td><td style="text-align:right">0</td></tr>`}},
		{report, []string{">&lt;b&gt;</th>", ">precision</th>", ">0.67</td>", `>accuracy</th><td style="text-align:right"></td><td style="text-align:right"></td><td style="text-align:right">0.67</td><td style="text-align:right">6</td>`, ">weighted avg</th>"}},
	} {
		bundle, err := c.shown.MIMEBundle()
		value(t, bundle, err)
		if bundle["text/plain"] != c.shown.String() {
			t.Errorf("the text is %v", bundle["text/plain"])
		}
		html := bundle["text/html"].(string)
		for _, want := range c.want {
			if !strings.Contains(html, want) {
				t.Errorf("no %s in %s", want, html)
			}
		}
		if strings.Contains(html, "color") || strings.Contains(html, "background") {
			t.Errorf("colours in %s", html)
		}
	}
}
