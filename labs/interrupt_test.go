package labs_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"golab/internal/goroutine"
	"golab/labs"
)

func TestAnInterruptEndsMapBatches(t *testing.T) {
	df := dataframe.New(series.New(make([]float64, 1000), series.Float, "x"))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	goroutine.Do(func(goroutine.Key) {
		goroutine.SetContext(ctx)
		_, err := labs.MapBatches(df, 1, func(b dataframe.DataFrame) dataframe.DataFrame {
			cancel()
			return b
		})
		if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "interrupted") {
			t.Errorf("the error is %v", err)
		}
	})
}

func TestAnInterruptEndsClassifiers(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, stage := range []labs.Stage{
		labs.LogisticRegression{}, labs.LogisticRegression{RegParam: 0.01, ElasticNetParam: 1}, labs.LinearSVC{}, labs.DecisionTreeClassifier{},
		labs.RandomForestClassifier{}, labs.GBTClassifier{}, labs.OneVsRest{Classifier: labs.LinearSVC{}},
	} {
		goroutine.Do(func(goroutine.Key) {
			goroutine.SetContext(ctx)
			_, err := labs.Pipeline{stage}.Fit(mails())
			if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "interrupted") {
				t.Errorf("%T: the error is %v", stage, err)
			}
		})
	}
}
