// Checks the sockets from the other side, with zeromq.js, as VS Code does.
//
// usage: node peer.js CASE ROUTER XPUB REP [SERVERKEY]
//
// It needs the package zeromq, version 6, on NODE_PATH. The server is the one that
// peer.py describes.
"use strict"
const assert = require("node:assert/strict")
const zmq = require("zeromq")

const [name, ROUTER, XPUB, REP, KEY] = process.argv.slice(2)
const patience = 30000 // ms: the machine may be busy

function connect(kind, endpoint, options = {}) {
  const s = new kind({ linger: 0, receiveTimeout: patience, receiveHighWaterMark: 0, ...options })
  if (KEY) {
    const keys = zmq.curveKeyPair()
    s.curvePublicKey = keys.publicKey
    s.curveSecretKey = keys.secretKey
    s.curveServerKey = KEY
  }
  s.connect(endpoint)
  return s
}

async function want(s, ...frames) {
  const got = (await s.receive()).map(String)
  assert.deepEqual(got.map(f => f.slice(0, 100)), frames.map(f => String(f).slice(0, 100)))
  assert.deepEqual(got.map(f => f.length), frames.map(f => String(f).length))
}

async function echo(s, ...frames) {
  await s.send(frames)
  await want(s, ...frames)
}

async function subscriber(topic = "", options = {}) {
  const s = connect(zmq.Subscriber, XPUB, options)
  s.subscribe(topic)
  await want(s, topic, "welcome")
  return s
}

async function receiveBurst(s, n, size) {
  for (let i = 0; i < n; i++) {
    const [body] = await s.receive()
    assert.equal(body.length, size)
    assert.equal(body.readUInt32BE(0), i)
  }
  await want(s, "end")
}

const cases = {
  async basic() {
    await echo(connect(zmq.Request, REP), "ping")
    for (const routingId of ["", "me"]) {
      const s = connect(zmq.Dealer, ROUTER, routingId ? { routingId } : {})
      for (const size of [0, 255, 256, 1 << 20]) await echo(s, "echo", "x".repeat(size), "")
    }
    const a = await subscriber("a")
    const all = await subscriber()
    const orders = connect(zmq.Dealer, ROUTER)
    for (const topic of ["b", "a1"]) {
      await orders.send(["publish", topic])
      await want(all, topic)
    }
    await want(a, "a1")
    a.unsubscribe("a")
    a.subscribe("z")
    await want(a, "z", "welcome")
    const beats = connect(zmq.Dealer, ROUTER, { heartbeatInterval: 50, heartbeatTimeout: 10000, heartbeatTimeToLive: 10000 })
    let lost = 0
    beats.events.on("disconnect", () => lost++)
    await echo(beats, "hello")
    await new Promise(done => setTimeout(done, 500))
    await echo(beats, "hello")
    assert.equal(lost, 0)
  },

  async burst() {
    const sub = await subscriber()
    const orders = connect(zmq.Dealer, ROUTER)
    for (const [n, size] of [[50000, 60], [2000, 100000]]) {
      const start = performance.now()
      await orders.send(["burst", String(n), String(size)])
      await receiveBurst(sub, n, size)
      console.log(`${n} x ${size} B: ${Math.round(performance.now() - start)} ms`)
    }
  },

  async reconnect() {
    const sub = await subscriber("t")
    const dealer = connect(zmq.Dealer, ROUTER, { routingId: "me" })
    await echo(dealer, "before")
    await dealer.send("restart")
    await want(sub, "t", "welcome")
    dealer.receiveTimeout = 200
    for (const end = Date.now() + patience; ; ) {
      await dealer.send("after") // what is sent into the closing connection is lost
      try {
        await want(dealer, "after")
        break
      } catch (err) {
        if (err.code !== "EAGAIN" || Date.now() > end) throw err
      }
    }
    await echo(connect(zmq.Request, REP), "after")
  },
}

cases[name]().then(
  () => {
    console.log("libzmq", zmq.version, "zeromq.js", require("zeromq/package.json").version)
    process.exit(0)
  },
  err => {
    console.error(err)
    process.exit(1)
  },
)
