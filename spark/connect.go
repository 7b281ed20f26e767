package spark

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"golab/spark/internal/wire"
)

const (
	// maxMessage is the size of a message up to which both sides take it.
	maxMessage = 128 << 20
	// dialTime is how long a server may take to be reached.
	dialTime = 4 * time.Second
	// firstAnswer is how long a server that was reached may take for its first
	// answer, which is the slowest.
	firstAnswer = 60 * time.Second
	// keepAlive is how often a silent server is asked for a sign of life. More
	// often than every five minutes gRPC servers do not allow.
	keepAlive = 5*time.Minute + 30*time.Second
)

// Options are what a connection string cannot say. The zero value is what [Connect]
// uses.
type Options struct {
	// TLS says how a server is known that is reached by TLS; nil trusts the
	// certificates that the system does. With it, the connection is by TLS where the
	// address does not say use_ssl.
	TLS *tls.Config

	// Progress is where the line about an action that takes longer than two seconds
	// is drawn; nil is the standard output. Quiet draws none.
	Progress io.Writer
	Quiet    bool
}

// Connect opens a session with the Spark Connect server at an address as
//
//	sc://localhost:15002
//	sc://spark.example.org:443/;use_ssl=true;token=secret;user_id=ada
//
// Parameters stand behind /; and are separated by semicolons: token (sent as a bearer
// token), use_ssl, user_id, session_id (a UUID, to join a session) and user_agent;
// others are sent along with each request as headers. With a token the connection is
// by TLS, unless the server is on this machine or use_ssl=false says otherwise. The
// port is 15002 where none is given.
//
// It fails within 5 seconds if the server cannot be reached.
func Connect(remote string) (*Session, error) {
	return Options{}.Connect(remote)
}

// Connect opens a session as the function [Connect] does.
func (o Options) Connect(remote string) (*Session, error) {
	ctx, cancel := context.WithTimeout(context.Background(), firstAnswer)
	defer cancel()
	return o.connect(ctx, remote)
}

// connect opens a session as long as a context lasts.
func (o Options) connect(ctx context.Context, remote string) (*Session, error) {
	a, err := parseAddress(remote)
	if err != nil {
		return nil, err
	}
	if o.TLS != nil && a.ssl == "false" {
		return nil, errors.New("spark: Connect: the address has use_ssl=false, but Options.TLS is set")
	}
	a.secure = a.secure || o.TLS != nil
	conn, err := o.dial(a)
	if err != nil {
		return nil, fmt.Errorf("spark: Connect: %w", err)
	}
	s := &Session{ctx: context.Background(), link: newLink(conn, a)}
	s.link.progress = o.progress()
	if s.link.version, err = s.link.askVersion(ctx); err != nil {
		conn.Close()
		return nil, connectError(a, err)
	}
	return s, nil
}

// dial prepares the connection; the first request opens it.
func (o Options) dial(a address) (*grpc.ClientConn, error) {
	trust := insecure.NewCredentials()
	if a.secure {
		trust = credentials.NewTLS(o.TLS)
	}
	wait := backoff.DefaultConfig
	wait.BaseDelay, wait.MaxDelay = 100*time.Millisecond, 5*time.Second
	return grpc.NewClient("passthrough:///"+a.host,
		grpc.WithTransportCredentials(trust),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: wait, MinConnectTimeout: dialTime}),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: keepAlive, Timeout: 20 * time.Second}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)))
}

// progress returns where progress is drawn, or nil.
func (o Options) progress() io.Writer {
	switch {
	case o.Quiet:
		return nil
	case o.Progress != nil:
		return o.Progress
	}
	return os.Stdout
}

// newLink returns the connection to the server at an address.
func newLink(conn *grpc.ClientConn, a address) *link {
	l := &link{
		conn: conn, host: a.host, agent: "golab", session: a.sessionID, headers: metadata.New(a.headers),
		user: &wire.UserContext{UserId: "golab", UserName: "golab"},
	}
	if l.session == "" {
		l.session = newUUID()
	}
	if a.userID != "" {
		l.user = &wire.UserContext{UserId: a.userID, UserName: a.userID}
	}
	if a.userAgent != "" {
		l.agent = a.userAgent
	}
	if a.token != "" {
		l.headers.Set("authorization", "Bearer "+a.token)
	}
	return l
}

// connectError says why there is no session.
func connectError(a address, err error) error {
	var refused *Error
	switch code := status.Code(err); {
	case errors.As(err, &refused) && refused.unauthenticated && a.token == "":
		return fmt.Errorf("spark: Connect: the server at %s wants a token: add /;token=… to the address: %w", a.host, err)
	case errors.As(err, &refused) && refused.unauthenticated:
		return fmt.Errorf("spark: Connect: the server at %s does not accept the token: %w", a.host, err)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("spark: Connect: the server at %s was reached, but does not answer: %w", a.host, err)
	case code == codes.Unavailable:
		reason := plainly(err)
		if strings.Contains(reason.Error(), "use of closed network connection") { // gRPC closed it
			reason = fmt.Errorf("it said nothing for %v", dialTime)
		}
		return fmt.Errorf("spark: Connect: %s: %w", unavailable(a, plainly(err).Error()), reason)
	case code == codes.Unimplemented:
		return fmt.Errorf("spark: Connect: what answers at %s is not a Spark Connect server: %w", a.host, err)
	}
	return fmt.Errorf("spark: Connect: %w", err)
}

// unavailable says what the reason means for which gRPC found no server.
func unavailable(a address, reason string) string {
	switch {
	case strings.Contains(reason, "failed to verify certificate"):
		return "the certificate of the server at " + a.host + " is not trusted (Options.TLS may name others that are)"
	case strings.Contains(reason, "does not look like a TLS handshake"):
		return "no Spark Connect server answers by TLS at " + a.host + " (use_ssl=false in the address speaks plainly)"
	case strings.Contains(reason, "server preface") && !a.secure:
		return "what listens at " + a.host + " does not answer as a Spark Connect server without TLS (use_ssl=true in the address speaks TLS)"
	}
	how := ""
	if a.secure {
		how = "by TLS "
	}
	return "no Spark Connect server answers " + how + "at " + a.host
}
