import { registerHooks } from 'node:module'

/** Loaded before the till: what it takes for node-hid is a USB bus that a test plugs scanners into. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'node-hid'
      ? { url: new URL('./usb-bus-of-till.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})
