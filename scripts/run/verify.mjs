// `npm run verify -- FOLDER_OR_FILE`: the offline verifier, on the Node that the project pins. It reads its own arguments.

import '../verify/verify.mjs'
