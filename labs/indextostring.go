package labs

import (
	"errors"
	"fmt"
	"math"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// An IndexToString is a transformer that turns the numbers of a [StringIndexerModel], or
// of a classifier trained with them, back into labels.
//
// Source: IndexToString of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/feature/StringIndexer.scala.
type IndexToString struct {
	InputCol  string // column of numbers to read; there is no default
	OutputCol string // column of texts to add; there is no default

	// Labels are the texts, the one for number i at index i. There is no default:
	// Spark can take them from what it knows about the input column, a gota frame
	// knows nothing.
	Labels []string
}

// Transform returns df with the column of labels added. A fraction is cut off. It fails
// when a column's name or Labels is empty, when the input is missing or holds text,
// when the output is there already, and at a number that has no label.
func (s IndexToString) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	out, err := s.transform(df)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: IndexToString: %w", err)
	}
	return out, nil
}

func (s IndexToString) fitStage(dataframe.DataFrame) (Transformer, error) { return s, nil }

func (s IndexToString) transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	if err := frameError(df); err != nil {
		return df, err
	}
	if err := inAndOut(df, s.InputCol, s.OutputCol); err != nil {
		return df, err
	}
	if len(s.Labels) == 0 {
		return df, errors.New("parameter Labels is empty; take those of the StringIndexerModel")
	}
	numbers, err := data.Column(df, s.InputCol)
	if err != nil {
		return df, err
	}
	texts := make([]string, len(numbers))
	for row, number := range numbers {
		i := math.Trunc(number)
		if !(i >= 0 && i < float64(len(s.Labels))) {
			return df, fmt.Errorf("unseen index: row %d has %s = %v, the indices of %d labels are 0 to %d", row, s.InputCol, number, len(s.Labels), len(s.Labels)-1)
		}
		texts[row] = s.Labels[int(i)]
	}
	out := df.Mutate(series.New(texts, series.String, s.OutputCol))
	return out, frameError(out)
}
