package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"testing"
	"time"
)

// TestJupyterGophernotes runs the example notebooks of gophernotes, unchanged. They
// fetch pictures; here a proxy has them.
func TestJupyterGophernotes(t *testing.T) {
	if testing.Short() {
		t.Skip("four notebooks through nbclient are for the long tests")
	}
	if os.Getenv("GOLAB_GOPHERNOTES") == "" {
		t.Skip("set GOLAB_GOPHERNOTES to the folder of gophernotes, as test.sh does")
	}
	j := newJupyter(t)
	j.run(t, "test_gophernotes.py", 3, webOf(t, "github.com", "upload.wikimedia.org")...)
}

// webOf starts a proxy that answers for the hosts, with a picture for whatever is
// asked, and returns the environment in which programs use it.
func webOf(t *testing.T, hosts ...string) []string {
	certificate, authority := certify(t, hosts)
	secure := httptest.NewUnstartedServer(http.HandlerFunc(picture))
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	secure.StartTLS()
	t.Cleanup(secure.Close)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			tunnel(w, secure.Listener.Addr().String())
			return
		}
		picture(w, r)
	}))
	t.Cleanup(proxy.Close)
	return []string{
		"HTTP_PROXY=" + proxy.URL, "HTTPS_PROXY=" + proxy.URL, "NO_PROXY=",
		"http_proxy=" + proxy.URL, "https_proxy=" + proxy.URL, "no_proxy=",
		"SSL_CERT_FILE=" + authority,
	}
}

// certify makes a certificate for the hosts and returns the file in which it
// vouches for itself too.
func certify(t *testing.T, hosts []string) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: hosts,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "authority.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(file, block, 0o644); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}

// tunnel connects the client of a proxy with address.
func tunnel(w http.ResponseWriter, address string) {
	server, err := net.Dial("tcp", address)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer server.Close()
	client, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer client.Close()
	fmt.Fprint(client, "HTTP/1.1 200 OK\r\n\r\n")
	go func() {
		io.Copy(server, client)
		server.Close()
	}()
	io.Copy(client, server)
}

// picture answers with a picture of the kind that the path's end says.
func picture(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 20, 10))
	switch path.Ext(r.URL.Path) {
	case ".png":
		png.Encode(&b, img)
	case ".jpg":
		jpeg.Encode(&b, img, nil)
	case ".svg":
		b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>`)
	default:
		http.NotFound(w, r)
		return
	}
	w.Write(b.Bytes())
}
