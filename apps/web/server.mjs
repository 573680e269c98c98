// The portal's entry point. Next is built beforehand (`npm run build`); this starts what was built.
await import('./dist/server/main.js');
