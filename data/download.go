package data

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
)

// maxDownload is how many bytes are read at most; Spambase has 0.7 million.
const maxDownload = 4 << 20

// download returns the text of spambase.data from the archive at UCI, with lines
// that end in LF. It fails unless the text is what it is known to be.
func (f Finder) download() ([]byte, error) {
	url := f.URL
	if url == "" {
		url = spambaseURL
	}
	archive, err := fetch(url)
	if err != nil {
		return nil, err
	}
	text, err := unzip(archive, spambaseFile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	switch got := sum(text); got {
	case spambaseSum:
		return text, nil
	case spambaseSumCRLF:
		return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), nil
	default:
		return nil, fmt.Errorf("%s: %s has changed: its SHA-256 is %s, not %s or %s", url, spambaseFile, got, spambaseSum, spambaseSumCRLF)
	}
}

// unzip returns the file called name, in whatever folder, of a zip archive.
func unzip(archive []byte, name string) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, err
	}
	for _, file := range r.File {
		if path.Base(file.Name) != name {
			continue
		}
		content, err := file.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		defer content.Close()
		return readAll(content, name)
	}
	return nil, fmt.Errorf("no %s in it", name)
}

// readAll reads r to its end unless that is too far off.
func readAll(r io.Reader, name string) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxDownload+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > maxDownload {
		return nil, fmt.Errorf("%s has more than %d bytes", name, maxDownload)
	}
	return text, nil
}

// sum returns the SHA-256 of text in hexadecimal digits.
func sum(text []byte) string {
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}
