package nn

import "testing"

// The optimizers and schedules are Keras's.
func TestGoldenOptimizers(t *testing.T) {
	var file struct {
		MadeBy    string      `json:"made_by"`
		Format    string      `json:"format"`
		NoiseNote string      `json:"noise_note"`
		Cases     []goldenFit `json:"cases"`
		Schedules []struct {
			Schedule goldenArguments `json:"schedule"`
			Steps    []int           `json:"steps"`
			Values   []float64       `json:"values"`
		} `json:"schedules"`
	}
	readGoldens(t, "testdata/keras/optimizers.json", &file)
	runGoldenFits(t, file.Cases, 52)
	for _, c := range file.Schedules {
		s, err := c.Schedule.schedule()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.check(); err != nil {
			t.Errorf("%v: %v", s, err)
		}
		var got []float64
		for _, step := range c.Steps {
			got = append(got, s.Rate(step))
		}
		compareNumbers(t, s.String(), 1e-7, got, c.Values)
	}
	if len(file.Schedules) != 12 {
		t.Errorf("%d schedules", len(file.Schedules))
	}
}
