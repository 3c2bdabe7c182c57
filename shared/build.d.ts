/** Written into the bundles by the build. */
declare const __APP_VERSION__: string
declare const __SHIPPED_ELECTRON__: string
