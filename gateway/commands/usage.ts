export const USAGE = `countersign-gateway ${__APP_VERSION__}

Setting up
  init --from CLIENT_CONFIG --out FILE --agent NAME --owner ISS SUB NAME
                       writes a point's configuration from that of an MCP client, with a sample
                       policy and a launch credential for the agent
  check --config FILE  says whether a configuration and its policy can be used

Running
  run --config FILE    the point: holds the journal and listens for agents and consoles
  stdio --agent NAME --config FILE
                       stands in an MCP client's configuration and copies bytes to the point,
                       which it starts where none runs

On the host of a running point
  status --config FILE who is connected, what is stopped, where consoles connect
  pair --person ISS SUB NAME --role ROLE[,ROLE] --config FILE
                       pairs a console: prints a one-time code, then eight words to compare.
                       Roles: observer, owner, approver, killer, admin
  unlock LOCK --reason TEXT --config FILE
                       ends a stop
  recover --config FILE
                       after a restore from an old copy: the point works again as before
  log accept CONSOLE --config FILE
                       accepts that a console's log has begun anew

Ends with 0 where it was done, 1 where it was refused, 2 where it was not understood.
`
