package history

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// DefaultPath returns where the user's history is kept: below $XDG_STATE_HOME or
// ~/.local/state, on macOS below ~/Library/Application Support, on Windows below
// %LOCALAPPDATA%.
func DefaultPath() (string, error) {
	return defaultPath(runtime.GOOS, os.Getenv)
}

func defaultPath(goos string, getenv func(string) string) (string, error) {
	var folder string
	home := getenv("HOME")
	switch goos {
	case "windows":
		if folder = getenv("LOCALAPPDATA"); folder == "" {
			return "", errors.New("history: DefaultPath: %LOCALAPPDATA% is not set")
		}
	case "darwin", "ios":
		folder = filepath.Join("Library", "Application Support")
	default:
		folder = filepath.Join(".local", "state")
		if state := getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
			folder = state
		}
	}
	if goos != "windows" && !filepath.IsAbs(folder) {
		if home == "" {
			return "", fmt.Errorf("history: DefaultPath: $HOME is not set")
		}
		folder = filepath.Join(home, folder)
	}
	return filepath.Join(folder, "golab", "history.jsonl"), nil
}
