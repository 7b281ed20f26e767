package labs

import "testing"

// BenchmarkClassifiers fits each classifier with its defaults to the lab's training set.
func BenchmarkClassifiers(b *testing.B) {
	train, test := labSplit(b)
	for _, stage := range everyClassifier() {
		b.Run(kindName(stage)+"/Fit", func(b *testing.B) {
			for b.Loop() {
				if _, err := stage.fitStage(train); err != nil {
					b.Fatal(err)
				}
			}
		})
		model := must(stage.fitStage(train))
		b.Run(kindName(stage)+"/Transform", func(b *testing.B) {
			for b.Loop() {
				if _, err := model.Transform(test); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
