// Package wire holds the messages of the Jupyter protocol: frames, signatures,
// headers and typed contents; it opens no socket.
//
// A kernel reads its [Connection] file, makes a [Codec] of the key in it and a
// [Session] of its own. The Codec takes the frames of a multipart ZeroMQ message
// apart and checks them; [Message.ReadContent] decodes a request with the
// protocol's defaults; the Session answers and publishes:
//
//	msg, err := codec.Decode(frames)
//	...
//	var req wire.ExecuteRequest
//	err = msg.ReadContent(&req)
//	...
//	frames = codec.Encode(session.Reply(msg, "execute_reply", reply))
//
// What is passed on stays as it came: the header of a request is copied byte for
// byte into the parent_header of what answers it, and an [Object] is not decoded
// on the way. The source is "Messaging in Jupyter", protocol 5.5.
package wire
