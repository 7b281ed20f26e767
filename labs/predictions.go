package labs

import (
	"fmt"
	"math"
	"slices"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// predictions are what a classifier says about n examples and k classes.
type predictions struct {
	raw, probability *mat.Dense // n×k; a classifier may know no probabilities
	prediction       []float64  // n
}

// choose sets prediction: the class with the largest raw number, or probability/threshold.
func (p *predictions) choose(thresholds []float64) {
	n, _ := p.raw.Dims()
	p.prediction = make([]float64, n)
	for i := range n {
		if len(thresholds) == 0 {
			p.prediction[i] = argmax(p.raw.RawRowView(i))
		} else {
			p.prediction[i] = argmax(scaled(p.probability.RawRowView(i), thresholds))
		}
	}
}

// addTo returns df with the columns added.
func (p predictions) addTo(df dataframe.DataFrame, names addedColumns) (dataframe.DataFrame, error) {
	var err error
	if names.raw != NoColumn {
		if df, err = data.WithVector(df, names.raw, p.raw); err != nil {
			return df, err
		}
	}
	if names.probability != NoColumn {
		if df, err = data.WithVector(df, names.probability, p.probability); err != nil {
			return df, err
		}
	}
	if names.prediction != NoColumn {
		if df, err = data.WithColumn(df, names.prediction, p.prediction); err != nil {
			return df, err
		}
	}
	return df, nil
}

// addedColumns are the names of the columns that a classifier adds, NoColumn for none.
type addedColumns struct{ raw, probability, prediction string }

// newAddedColumns puts the defaults for empty names.
func newAddedColumns(raw, probability, prediction string) addedColumns {
	return addedColumns{named(raw, "rawPrediction"), named(probability, "probability"), named(prediction, "prediction")}
}

// free reports an added column that df has already, and two of one name.
func (a addedColumns) free(df dataframe.DataFrame) error {
	var names []string
	for _, name := range []string{a.raw, a.probability, a.prediction} {
		if name == NoColumn {
			continue
		}
		if has(df, name) {
			return fmt.Errorf("column %s is already there", name)
		}
		if slices.Contains(names, name) {
			return fmt.Errorf("two columns to be added are called %s", name)
		}
		names = append(names, name)
	}
	return nil
}

// argmax returns the index of the first maximum.
func argmax(values []float64) float64 {
	best := 0
	for i, v := range values {
		if v > values[best] {
			best = i
		}
	}
	return float64(best)
}

// scaled returns p/t by class, +∞ where t is 0.
func scaled(probability, thresholds []float64) []float64 {
	out := make([]float64, len(probability))
	for i, t := range thresholds {
		out[i] = math.Inf(1)
		if t != 0 {
			out[i] = probability[i] / t
		}
	}
	return out
}
