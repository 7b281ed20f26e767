package nn

import "errors"

// gammaBeta is what normalizing layers learn: a factor γ and a shift β for each place on
// the last axis.
type gammaBeta struct {
	noGamma, noBeta bool
	gamma, beta     variable // how they begin and what holds them
}

// check reports settings of what is left out.
func (g gammaBeta) check() error {
	set := func(v variable) bool {
		return v.initializer != nil || v.constraint != nil || v.regularizer != (Regularizer{})
	}
	switch {
	case g.noGamma && set(g.gamma):
		return errors.New("NoScale is true, but there is an initializer, regularizer or constraint of gamma")
	case g.noBeta && set(g.beta):
		return errors.New("NoCenter is true, but there is an initializer, regularizer or constraint of beta")
	}
	return nil
}

// variables returns those of size places.
func (g gammaBeta) variables(size int) []variable {
	var all []variable
	if !g.noGamma {
		v := g.gamma
		v.name, v.dims, v.initializer = "gamma", []int{size}, orInitializer(v.initializer, Ones{})
		all = append(all, v)
	}
	if !g.noBeta {
		v := g.beta
		v.name, v.dims, v.initializer = "beta", []int{size}, orInitializer(v.initializer, Zeros{})
		all = append(all, v)
	}
	return all
}

// split returns the parts of a vector of the layer's parameters; nil for what there is
// not.
func splitGammaBeta[T float](g gammaBeta, v []T, size int) (gamma, beta []T) {
	if v == nil {
		return nil, nil
	}
	if !g.noGamma {
		gamma, v = v[:size], v[size:]
	}
	if !g.noBeta {
		beta = v[:size]
	}
	return gamma, beta
}
