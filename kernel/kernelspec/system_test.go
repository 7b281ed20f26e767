package kernelspec

import (
	"slices"
	"testing"
)

// system returns a System with an environment of name, value, name, value …
func system(os, home string, vars ...string) System {
	return System{OS: os, Home: home, Env: func(name string) string {
		if i := slices.Index(vars, name); i >= 0 && i%2 == 0 {
			return vars[i+1]
		}
		return ""
	}}
}

func TestUserKernels(t *testing.T) {
	const linux, mac, windows = "/home/ada", "/Users/ada", `C:\Users\ada`
	tests := []struct {
		name string
		s    System
		want string
	}{
		{"linux", system("linux", linux), "/home/ada/.local/share/jupyter/kernels"},
		{"linux, XDG", system("linux", linux, "XDG_DATA_HOME", "/data/"), "/data/jupyter/kernels"},
		{"linux, own", system("linux", linux, "JUPYTER_DATA_DIR", "/j", "XDG_DATA_HOME", "/data"), "/j/kernels"},
		{"freebsd", system("freebsd", linux), "/home/ada/.local/share/jupyter/kernels"},
		{"mac", system("darwin", mac), "/Users/ada/Library/Jupyter/kernels"},
		{"mac, XDG", system("darwin", mac, "XDG_DATA_HOME", "/data"), "/Users/ada/Library/Jupyter/kernels"},
		{"mac, own", system("darwin", mac, "JUPYTER_DATA_DIR", "/j"), "/j/kernels"},
		{"mac, platform", system("darwin", mac, "JUPYTER_PLATFORM_DIRS", "1"), "/Users/ada/Library/Application Support/Jupyter/kernels"},
		{"mac, not platform", system("darwin", mac, "JUPYTER_PLATFORM_DIRS", "False"), "/Users/ada/Library/Jupyter/kernels"},
		{"windows", system("windows", windows, "APPDATA", `C:\Users\ada\AppData\Roaming`), `C:\Users\ada\AppData\Roaming\jupyter\kernels`},
		{"windows, no APPDATA", system("windows", windows), `C:\Users\ada\.jupyter\data\kernels`},
		{"windows, config", system("windows", windows, "JUPYTER_CONFIG_DIR", `D:\c\`), `D:\c\data\kernels`},
		{"windows, own", system("windows", windows, "JUPYTER_DATA_DIR", `D:\j`, "APPDATA", `C:\a`), `D:\j\kernels`},
		{"windows, platform", system("windows", windows, "JUPYTER_PLATFORM_DIRS", "1", "LOCALAPPDATA", `C:\l`, "APPDATA", `C:\a`), `C:\l\Jupyter\kernels`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.s.UserKernels(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestPrefixKernels(t *testing.T) {
	tests := []struct{ os, prefix, want string }{
		{"linux", "/home/ada/venv", "/home/ada/venv/share/jupyter/kernels"},
		{"linux", "/", "/share/jupyter/kernels"},
		{"darwin", "/opt/conda/", "/opt/conda/share/jupyter/kernels"},
		{"windows", `C:\venv`, `C:\venv\share\jupyter\kernels`},
		{"windows", `C:\`, `C:\share\jupyter\kernels`},
	}
	for _, tt := range tests {
		if got := system(tt.os, "").PrefixKernels(tt.prefix); got != tt.want {
			t.Errorf("%s, %s: got %s, want %s", tt.os, tt.prefix, got, tt.want)
		}
	}
}

func TestPathKernels(t *testing.T) {
	tests := []struct {
		os, path string
		want     []string
	}{
		{"linux", "", nil},
		{"linux", "/a:/b/:", []string{"/a/kernels", "/b/kernels"}},
		{"windows", `C:\a;D:\b`, []string{`C:\a\kernels`, `D:\b\kernels`}},
	}
	for _, tt := range tests {
		if got := system(tt.os, "", "JUPYTER_PATH", tt.path).PathKernels(); !slices.Equal(got, tt.want) {
			t.Errorf("%s, %s: got %q, want %q", tt.os, tt.path, got, tt.want)
		}
	}
}

func TestGolabData(t *testing.T) {
	tests := []struct {
		s    System
		want string
	}{
		{system("linux", "/home/ada"), "/home/ada/.local/share/golab"},
		{system("linux", "/home/ada", "XDG_DATA_HOME", "/data", "JUPYTER_DATA_DIR", "/j"), "/data/golab"},
		{system("darwin", "/Users/ada"), "/Users/ada/Library/Application Support/golab"},
		{system("windows", `C:\Users\ada`, "LOCALAPPDATA", `C:\l`), `C:\l\golab`},
		{system("windows", `C:\Users\ada`), `C:\Users\ada\AppData\Local\golab`},
	}
	for _, tt := range tests {
		if got := tt.s.GolabData(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.s.OS, got, tt.want)
		}
	}
}

func TestPythons(t *testing.T) {
	tests := []struct {
		os, prefix string
		want       []string
	}{
		{"linux", "/venv", []string{"/venv/bin/python3", "/venv/bin/python"}},
		{"windows", `C:\venv`, []string{`C:\venv\Scripts\python.exe`, `C:\venv\python.exe`}},
	}
	for _, tt := range tests {
		if got := system(tt.os, "").pythons(tt.prefix); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.os, got, tt.want)
		}
	}
}
