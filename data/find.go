package data

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golab/internal/atomicfile"
)

// A Finder finds data files. The zero value is what [Find] uses.
type Finder struct {
	// Dir is where the search starts; "" is the working directory.
	Dir string

	// Cache is the folder for what is downloaded or made; "" is golab in the
	// user's cache.
	Cache string

	// URL is where the archive with Spambase is; "" is its place at UCI.
	URL string

	// Offline forbids the download.
	Offline bool

	// Notice is told in plain words when data do not come from where they
	// should; nil is the standard error stream.
	Notice io.Writer
}

// Find returns the path of the data file called name, looking in this order:
//
//  1. $GOLAB_DATA, a folder with the file, or the data file itself;
//  2. the working directory, then Data/ and shared/data/ in it and in every folder
//     above it;
//  3. golab's folder in the user's cache.
//
// If spambase.data is nowhere it is downloaded from UCI into the cache, where its
// sum is checked; if that fails, one like it is made up there, and a notice on
// the standard error stream says so. If spambase.data.names is nowhere it is
// written into the cache. Any other file must be there: the error wraps
// [fs.ErrNotExist].
func Find(name string) (path string, err error) {
	return Finder{}.Find(name)
}

// Find returns the path of the data file called name, as the function Find.
func (f Finder) Find(name string) (path string, err error) {
	if name == "" {
		return "", fmt.Errorf("data: Find: the name is empty")
	}
	path, err = f.search(name)
	if err != nil {
		return "", fmt.Errorf("data: Find: %w", err)
	}
	if path != "" {
		return path, nil
	}
	switch name {
	case spambaseFile:
		path, err = f.spambase()
	case spambaseNames:
		path, err = f.keep(spambaseNames, spambaseNamesText())
	default:
		return "", fmt.Errorf("data: Find: %s is not in $GOLAB_DATA, nor in Data/ or shared/data/ here or above, nor in the cache: %w", name, fs.ErrNotExist)
	}
	if err != nil {
		return "", fmt.Errorf("data: Find: %w", err)
	}
	return path, nil
}

// search returns the path of a file that is there, or "".
func (f Finder) search(name string) (string, error) {
	if filepath.IsAbs(name) {
		return existing(name), nil
	}
	path, err := fromEnvironment(name)
	if path != "" || err != nil {
		return path, err
	}
	dir, err := filepath.Abs(f.Dir)
	if err != nil {
		return "", err
	}
	if path := existing(filepath.Join(dir, name)); path != "" {
		return path, nil
	}
	for {
		for _, sub := range []string{"Data", filepath.Join("shared", "data")} {
			if path := existing(filepath.Join(dir, sub, name)); path != "" {
				return path, nil
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	if name == spambaseFile || name == spambaseNames {
		return "", nil // the cache has them only if they are checked
	}
	return existing(filepath.Join(f.cache(), name)), nil
}

// fromEnvironment returns the file that $GOLAB_DATA means by name, or "".
func fromEnvironment(name string) (string, error) {
	root := os.Getenv("GOLAB_DATA")
	if root == "" {
		return "", nil
	}
	info, err := os.Stat(root)
	if err != nil {
		return "", fmt.Errorf("$GOLAB_DATA: %w", err)
	}
	if info.IsDir() {
		return existing(filepath.Join(root, name)), nil
	}
	if name == spambaseFile || name == filepath.Base(root) {
		return root, nil
	}
	return existing(filepath.Join(filepath.Dir(root), name)), nil
}

// existing returns path if it is a file, or else "".
func existing(path string) string {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return ""
	}
	return path
}

// cache returns the folder for what is downloaded or made: where there is no
// cache of the user's, or none that can be made, one among the temporary files.
func (f Finder) cache() string {
	if f.Cache != "" {
		return f.Cache
	}
	dir, err := os.UserCacheDir()
	if err == nil {
		dir = filepath.Join(dir, "golab")
		err = os.MkdirAll(dir, 0o777)
	}
	if err != nil {
		return filepath.Join(os.TempDir(), fmt.Sprintf("golab-%d", os.Getuid()))
	}
	return dir
}

// keep returns the path of the file called name in the cache, and writes it with
// the given text unless that is what it has.
func (f Finder) keep(name string, text []byte) (string, error) {
	path := filepath.Join(f.cache(), name)
	if have, err := os.ReadFile(path); err == nil && string(have) == string(text) {
		return path, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return path, err
	}
	err := atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	return path, err
}

// spambase returns the path of a Spambase in the cache: the one kept there, or a
// new download, or else the synthetic one.
func (f Finder) spambase() (string, error) {
	path := filepath.Join(f.cache(), spambaseFile)
	text, err := os.ReadFile(path)
	if err == nil && sum(text) == spambaseSum {
		return path, nil
	}
	reason := errors.New("downloads are off")
	if !f.Offline {
		if text, reason = f.download(); reason == nil {
			return f.keep(spambaseFile, text)
		}
	}
	path, err = f.keep(filepath.Join("synthetic", spambaseFile), syntheticSpambase())
	if err != nil {
		return "", err
	}
	f.notify(
		"THESE ARE NOT THE REAL DATA.",
		"spambase.data was not found, and could not be downloaded: "+reason.Error()+".",
		"In its place stands a synthetic file of the same shape, "+path+".",
		"Labs run on it, but their numbers are not those of the real Spambase.",
		"Put spambase.data into a folder Data beside or above the notebook, or name its folder in $GOLAB_DATA.",
	)
	return path, nil
}

// notify writes lines that stand out.
func (f Finder) notify(lines ...string) {
	w := f.Notice
	if w == nil {
		w = os.Stderr
	}
	fmt.Fprintf(w, "\n*** golab: %s\n\n", strings.Join(lines, "\n*** "))
}
