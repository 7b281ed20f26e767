package learn

import (
	"gonum.org/v1/gonum/mat"
)

// An MLPClassifierModel is a fitted [MLPClassifier].
type MLPClassifierModel struct {
	Coefs      []*mat.Dense // W of each layer, units before × units
	Intercepts [][]float64  // b of each layer

	NIter     int     // epochs, or iterations of lbfgs
	Converged bool    // whether the fit ended before MaxIter and MaxFun; else more might improve it
	Loss      float64 // the objective in the last epoch; of lbfgs, at the end
	BestLoss  float64 // the least loss of an epoch; +Inf with EarlyStopping

	LossCurve           []float64 // the mean loss of the batches of each epoch; nil of lbfgs
	ValidationScores    []float64 // with EarlyStopping: the accuracy of the rows set aside after each epoch
	BestValidationScore float64   // the largest of them

	fitted
	net *mlpNetwork
}

// proba returns what the last layer gives for each row of x, m×outputs.
func (m *MLPClassifierModel) proba(x *mat.Dense) *mat.Dense {
	const block = 256 // rows that stay in the processor's cache
	rows, p := x.Dims()
	k := m.net.outputs()
	out := mat.NewDense(rows, k, nil)
	data, proba := x.RawMatrix().Data, out.RawMatrix().Data
	inParallel((rows+block-1)/block, 0, func() func(int) {
		pass := newMLPPass(m.net, min(rows, block))
		pass.workspace.Alone = true
		return func(task int) {
			from := task * block
			n := min(block, rows-from)
			copy(proba[from*k:], pass.forward(data[from*p:(from+n)*p], n))
		}
	})
	return out
}

// winners returns the number of the class that proba is for; of two that are equally
// probable, the first.
func (m *MLPClassifierModel) winners(proba *mat.Dense) []int {
	rows, k := proba.Dims()
	out := make([]int, rows)
	for i := range out {
		row := proba.RawRowView(i)
		switch {
		case k > 1:
			out[i] = largest(row)
		case len(m.classes) > 1 && row[0] > 0.5:
			out[i] = 1
		}
	}
	return out
}

// Predict returns the most probable class of each row of x, m×p; of equally probable
// ones, the first.
func (m *MLPClassifierModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	at := m.winners(m.proba(d))
	y := make([]float64, len(at))
	for i, c := range at {
		y[i] = m.classes[c]
	}
	return y, nil
}

// PredictProba returns P(class j | row i) in row i, column j, m×k.
func (m *MLPClassifierModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("PredictProba", x)
	if err != nil {
		return nil, err
	}
	proba := m.proba(d)
	if m.net.outputs() > 1 {
		return proba, nil
	}
	rows, _ := proba.Dims()
	out := mat.NewDense(rows, len(m.classes), nil)
	for i := range rows {
		if len(m.classes) == 1 {
			out.Set(i, 0, 1)
			continue
		}
		p := proba.At(i, 0)
		out.SetRow(i, []float64{1 - p, p})
	}
	return out, nil
}

// Score returns the accuracy of Predict(x) against y.
func (m *MLPClassifierModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "MLPClassifierModel.Score", x, y)
}

// MarshalBinary returns the model as bytes.
func (m *MLPClassifierModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	w.text(m.net.activation)
	w.integers(m.net.units)
	w.vector(m.net.params)
	w.integer(m.NIter)
	w.flag(m.Converged)
	w.number(m.Loss)
	w.number(m.BestLoss)
	w.number(m.BestValidationScore)
	w.vector(m.LossCurve)
	w.vector(m.ValidationScores)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *MLPClassifierModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("MLPClassifier", data)
	read := MLPClassifierModel{fitted: f, net: r.mlpNetwork(f)}
	read.NIter, read.Converged = r.integer(), r.flag()
	read.Loss, read.BestLoss, read.BestValidationScore = r.number(), r.number(), r.number()
	read.LossCurve, read.ValidationScores = r.vectorOrNil(), r.vectorOrNil()
	if err := r.done(); err != nil {
		return err
	}
	read.Coefs, read.Intercepts = read.net.coefs(), read.net.biases
	*m = read
	return nil
}

// mlpNetwork reads the network of a model that knows f.
func (r *frameReader) mlpNetwork(f fitted) *mlpNetwork {
	activation := r.text()
	_, err := oneOf("", "", activation, "relu", "tanh", "logistic", "identity")
	r.require(err == nil && activation != "", "the activation is %q", activation)
	units := r.integers()
	r.require(len(units) >= 2, "%d layers", len(units))
	outputs := len(f.classes)
	if outputs == 2 {
		outputs = 1
	}
	size := 0
	for l, n := range units {
		// A network that fits into the bytes has no layer of more units than they hold numbers.
		r.require(n > 0 && (l == 0 || n <= len(r.rest)/8), "layer %d has %d units in %d bytes", l, n, len(r.rest))
		if l > 0 && r.err == nil {
			r.require(units[l-1] < len(r.rest)/8/n, "layer %d has %d weights for %d inputs in %d bytes", l, n, units[l-1], len(r.rest))
			size += (units[l-1] + 1) * n
		}
	}
	if r.err != nil {
		return nil
	}
	r.require(units[0] == f.features, "%d inputs for %d features", units[0], f.features)
	r.require(units[len(units)-1] == outputs, "%d outputs for %d classes", units[len(units)-1], len(f.classes))
	params := r.vectorOf(size, "weights")
	if r.err != nil {
		return nil
	}
	net := newMLPNetwork(activation, units[0], units[1:len(units)-1], outputs)
	copy(net.params, params)
	return net
}
