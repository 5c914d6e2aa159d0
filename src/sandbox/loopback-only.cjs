// Loaded before the Agents Playground: its server would listen on every interface, and whoever reaches it could act
// as the person it stands for. It has no setting for that, so a port without a host means loopback here.
const { Server } = require('node:net')

const listen = Server.prototype.listen
Server.prototype.listen = function (port, ...rest) {
  const bare = typeof port === 'number' || typeof port === 'string'
  return bare && typeof rest[0] !== 'string'
    ? listen.call(this, port, '127.0.0.1', ...rest)
    : listen.call(this, port, ...rest)
}
