// Package server serves a session over the Jupyter protocol.
//
// The protocol is version 5.5 of the Jupyter messaging specification with
// subshells (JEP 91) and iopub_welcome (JEP 65). On one side are the five sockets
// of a connection file, on the other a [Backend], which runs cells:
//
//	srv, err := server.New(server.Config{Connection: connection, Backend: backend})
//	if err != nil { … }
//	err = srv.Serve(ctx)
//
// # Who waits for whom
//
// The requests of the shell channel wait in a queue per shell: the main one, and
// one for each subshell. A shell handles its requests one after the other, and the
// shells do not wait for each other. The control channel has a goroutine of its
// own, so that it answers whatever the cells do; the heartbeat is answered by the
// socket itself. All that belongs to a request is published between its states
// busy and idle, but for what goroutines of a cell show when the cell is over: that
// comes later, still under the cell's header.
//
// # Errors and interrupts
//
// A failed cell aborts the cells that wait behind it in its shell, if its
// stop_on_error says so. What has arrived before the reply of the failed cell is
// taken to wait. A cell that fails within milliseconds is faster than a front end
// that is still sending the cells behind it, so that its reply is held back until
// no cell has arrived for 10 ms, for at most 100 ms. Once a front end has the reply,
// nothing that it sends is aborted.
//
// An interrupt stops what is at work in all shells and aborts all cells that wait.
//
// Broken requests and unknown ones are logged, and answered by an error where the
// protocol has an answer. A panic of a handler is too.
//
// # How much a cell may print
//
// Two things bound what may be printed into a notebook's page. Jupyter Server drops
// what exceeds 1 MB/s, taken over 3 s, of one cell. And pages take long over long
// texts: JupyterLab needs some seconds for 2 MB in one cell, and more than a minute
// for 5 MB, in which nobody can press the stop button. To slow the cell down would
// keep the first bound but not, in a cell that prints for ever, the second.
//
// So text beyond 1.8 MB is held back when the request comes from a page. The last
// 64 kB of it are published when the cell is done, and notes on stderr say so. The
// cell itself is not slowed down, and an interrupt has nothing to wait for. Pages
// are known by the cellId that JupyterLab, Notebook and VS Code put into the metadata
// of their requests. Other clients, such as nbclient, papermill and consoles, get 64
// MiB before text is held back. Only stream messages count: displays, results and
// errors always go through.
//
// For every message a page lays out the cell's whole text anew: 1.7 MB took it 2 s in
// one message, 8 s in 50 and 19 s in 200. So beyond 128 kB a page gets fewer messages
// and larger ones, each of a third of what came before, or after 400 ms.
//
// Jupyter Server drops messages beyond 1000 a second, too. A cell that prints to
// stdout and stderr in turn sends one for each line; beyond a burst of 1000 messages
// its text is gathered for 50 ms, as ipykernel always does, and the order of the two
// streams is lost within that time. The text of one stream comes in portions that
// need no gathering.
package server
