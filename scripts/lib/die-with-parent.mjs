// Preloaded into the servers that our scripts start: when the script ends, however it ends, so does the server.
if (process.connected) {
  process.on('disconnect', () => process.exit(0));
}
