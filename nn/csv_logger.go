package nn

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// CSVLogger writes the figures of each epoch to a file, a line as soon as the epoch
// has ended: the epoch from 0, then the figures by name. Lines end in CR LF.
//
// Source: Keras 3.15 (keras/src/callbacks/csv_logger.py).
type CSVLogger struct {
	Filename  string
	Separator rune // zero: a comma
	Append    bool // goes on in a file that is there
}

// logging is CSVLogger during one fit. The file is open for one line at a time, so
// that none stays open when a fit fails.
type logging struct {
	CSVLogger
	keys []string
}

func (c CSVLogger) hooks(*Training) (LambdaCallback, error) {
	l := &logging{CSVLogger: c}
	return LambdaCallback{OnTrainBegin: l.begin, OnEpochEnd: l.write}, nil
}

// begin makes the file.
func (l *logging) begin(*Training) error {
	flags := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	if l.Append {
		flags = os.O_CREATE | os.O_WRONLY
	}
	file, err := os.OpenFile(l.Filename, flags, 0o644)
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return fmt.Errorf("CSVLogger: %w", err)
	}
	return nil
}

func (l *logging) write(t *Training) error {
	if l.keys == nil {
		if err := l.head(t); err != nil {
			return err
		}
	}
	line := []string{strconv.Itoa(t.Epoch())}
	for _, key := range l.keys {
		text := "NA"
		if v, ok := t.logs[key]; ok {
			text = pythonFloat(v)
		}
		line = append(line, text)
	}
	return l.put(line)
}

// head decides on the columns and writes their names, unless the file has them.
func (l *logging) head(t *Training) error {
	validated := false
	for name := range t.logs {
		l.keys = append(l.keys, name)
		validated = validated || strings.HasPrefix(name, "val_")
	}
	if !validated {
		for _, name := range slices.Clone(l.keys) {
			l.keys = append(l.keys, "val_"+name)
		}
	}
	slices.Sort(l.keys)
	info, err := os.Stat(l.Filename)
	if err != nil {
		return fmt.Errorf("CSVLogger: %w", err)
	}
	if l.Append && info.Size() > 0 {
		return nil
	}
	return l.put(append([]string{"epoch"}, l.keys...))
}

// put adds a line to the file.
func (l *logging) put(line []string) error {
	file, err := os.OpenFile(l.Filename, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("CSVLogger: %w", err)
	}
	w := csv.NewWriter(file)
	w.UseCRLF = true
	if l.Separator != 0 {
		w.Comma = l.Separator
	}
	err = w.WriteAll([][]string{line})
	if e := file.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("CSVLogger: %w", err)
	}
	return nil
}
