package learn

// TreeDigest tells the trees of a model apart (see make_goldens.py).
func TreeDigest(m Classifier) string {
	switch m := m.(type) {
	case *DecisionTreeClassifierModel:
		return treeDigest([]*decisionTree{m.tree})
	case *RandomForestClassifierModel:
		return treeDigest(m.trees)
	case *GradientBoostingClassifierModel:
		return treeDigest(m.trees)
	case *AdaBoostClassifierModel:
		return treeDigest(m.trees)
	}
	return ""
}
