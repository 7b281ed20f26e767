package widgets

// A Button is there to be clicked.
type Button struct {
	Description string
	Tooltip     string // shown when the pointer rests on the button
	Icon        string // a name of Font Awesome's, such as "play"
	ButtonStyle string // the colour: "", "primary", "success", "info", "warning" or "danger"
	Disabled    bool

	lazy lazy
}

func (b *Button) model() *model {
	return b.lazy.get(func() *model {
		m := newModel("Button", "ButtonStyle", "", controlState("Button", map[string]any{
			"description": b.Description, "icon": b.Icon, "button_style": b.ButtonStyle, "disabled": b.Disabled,
		}))
		if b.Tooltip != "" {
			m.state["tooltip"] = b.Tooltip
		}
		return m
	})
}

// OnClick has f called at each click. What f prints and shows goes below the cell
// that OnClick is called in.
func (b *Button) OnClick(f func()) {
	m := b.model()
	m.observe(newJob(m.title(), true, f))
}

// Click does what a click of the user does.
func (b *Button) Click() { b.model().click() }

// SetDisabled keeps the button from being clicked, or allows it again.
func (b *Button) SetDisabled(disabled bool) { b.model().set(map[string]any{"disabled": disabled}) }

// SetDescription changes what is written on the button.
func (b *Button) SetDescription(text string) { b.model().set(map[string]any{"description": text}) }

// MIMEBundle shows the button.
func (b *Button) MIMEBundle() (map[string]any, error) { return bundle(b) }

// click calls the callbacks of a click.
func (m *model) click() {
	m.mu.Lock()
	jobs := m.jobs
	m.mu.Unlock()
	callbacks.run(jobs)
}
