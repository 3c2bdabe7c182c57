// Stands for the module 'electron' wherever there is no Electron, so that an import of it does not compile there.
declare const none: never
export default none
