package main

// native is bound for the source of generic functions; no cell imports it.
const native = "golab/internal/bindings/native"

// libraries lists the packages, beyond the standard library, that cells may
// import.
var libraries = []string{
	"github.com/go-gota/gota/dataframe",
	"github.com/go-gota/gota/series",
	"golab/data",
	"golab/kernel/display",
	"golab/labs",
	"golab/learn",
	"golab/nn",
	"golab/nn/graph",
	"golab/nn/interchange",
	"golab/plots",
	"golab/spark",
	"golab/widgets",
	"gonum.org/v1/gonum/diff/fd",
	"gonum.org/v1/gonum/floats",
	"gonum.org/v1/gonum/mat",
	"gonum.org/v1/gonum/optimize",
	"gonum.org/v1/gonum/stat",
	"gonum.org/v1/gonum/stat/distuv",
	"gonum.org/v1/plot",
	"gonum.org/v1/plot/plotter",
	"gonum.org/v1/plot/plotutil",
	"gonum.org/v1/plot/vg",
	"gonum.org/v1/plot/vg/draw",
	"gorgonia.org/gorgonia",
	"gorgonia.org/tensor",
}

// standard lists the packages of the standard library that cells may import.
// Left out are what works on the program as a whole, which a cell is not (embed,
// plugin, runtime/cgo, runtime/coverage, net/http/pprof, testing's children),
// what exists on some platforms only (log/syslog), and database/sql, of which no
// driver is linked.
var standard = []string{
	"archive/tar", "archive/zip",
	"bufio", "bytes",
	"cmp",
	"compress/bzip2", "compress/flate", "compress/gzip", "compress/lzw", "compress/zlib",
	"container/heap", "container/list", "container/ring",
	"context",
	"crypto", "crypto/aes", "crypto/cipher", "crypto/des", "crypto/dsa", "crypto/ecdh", "crypto/ecdsa", "crypto/ed25519",
	"crypto/elliptic", "crypto/fips140", "crypto/hkdf", "crypto/hmac", "crypto/hpke", "crypto/md5", "crypto/mlkem",
	"crypto/pbkdf2", "crypto/rand", "crypto/rc4", "crypto/rsa", "crypto/sha1", "crypto/sha256", "crypto/sha3",
	"crypto/sha512", "crypto/subtle", "crypto/tls", "crypto/x509", "crypto/x509/pkix",
	"debug/buildinfo", "debug/dwarf", "debug/elf", "debug/gosym", "debug/macho", "debug/pe", "debug/plan9obj",
	"encoding", "encoding/ascii85", "encoding/asn1", "encoding/base32", "encoding/base64", "encoding/binary",
	"encoding/csv", "encoding/gob", "encoding/hex", "encoding/json", "encoding/pem", "encoding/xml",
	"errors", "expvar", "flag", "fmt",
	"go/ast", "go/build", "go/build/constraint", "go/constant", "go/doc", "go/doc/comment", "go/format", "go/importer",
	"go/parser", "go/printer", "go/scanner", "go/token", "go/types", "go/version",
	"hash", "hash/adler32", "hash/crc32", "hash/crc64", "hash/fnv", "hash/maphash",
	"html", "html/template",
	"image", "image/color", "image/color/palette", "image/draw", "image/gif", "image/jpeg", "image/png",
	"index/suffixarray",
	"io", "io/fs", "io/ioutil", "iter",
	"log", "log/slog",
	"maps", "math", "math/big", "math/bits", "math/cmplx", "math/rand", "math/rand/v2",
	"mime", "mime/multipart", "mime/quotedprintable",
	"net", "net/http", "net/http/cgi", "net/http/cookiejar", "net/http/fcgi", "net/http/httptest", "net/http/httptrace",
	"net/http/httputil", "net/mail", "net/netip", "net/smtp", "net/textproto", "net/url",
	"os", "os/exec", "os/signal", "os/user",
	"path", "path/filepath",
	"reflect", "regexp", "regexp/syntax",
	"runtime", "runtime/debug", "runtime/metrics", "runtime/pprof", "runtime/trace",
	"slices", "sort", "strconv", "strings", "structs", "sync", "sync/atomic", "syscall",
	"text/scanner", "text/tabwriter", "text/template", "text/template/parse",
	"time", "time/tzdata",
	"unicode", "unicode/utf16", "unicode/utf8", "unique",
	"weak",
}
