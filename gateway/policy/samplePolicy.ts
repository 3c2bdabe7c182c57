/**
 * The policy that `init` writes: reading is free, new files are the agent's own, a new file that looks like a secret asks
 * for a click, changing a foreign file for a hold, moving one away for a typed value.
 */
export const SAMPLE_POLICY = `// Who may do what, and when a person is asked. A call that no permit covers is denied. A forbid with "unless { context
// has approval ... }" is what makes a challenge: people can lift it, with at least the presence it names (1 click,
// 2 hold, 3 typed) and the number of approvers it names. A forbid without "unless" can be lifted by nobody.

@id("read")
permit (principal, action, resource)
when { ["read_file", "read_text_file", "read_media_file", "read_multiple_files", "list_directory", "list_directory_with_sizes",
        "directory_tree", "search_files", "get_file_info", "list_allowed_directories"].contains(context.tool) };

@id("write")
permit (principal, action, resource)
when { ["write_file", "edit_file", "create_directory", "move_file"].contains(context.tool) };

@id("secret")
@risk_level("2")
@reason("It writes a file whose name suggests a key, a password or a start script.")
forbid (principal, action, resource)
when { ["write_file", "edit_file"].contains(context.tool) && context.arguments has path
       && (context.arguments.path like "*.env" || context.arguments.path like "*.pem" || context.arguments.path like "*.key"
           || context.arguments.path like "*id_rsa*" || context.arguments.path like "*id_ed25519*" || context.arguments.path like "*password*"
           || context.arguments.path like "*.ssh/*" || context.arguments.path like "*.bashrc" || context.arguments.path like "*.profile") }
unless { context has approval && context.approval.presence >= 1 };

@id("overwrite")
@risk_level("3")
@reason("It changes a file that this session did not write.")
forbid (principal, action, resource)
when { ["write_file", "edit_file"].contains(context.tool) && context.facts.target_exists && !context.facts.written_by_session }
unless { context has approval && context.approval.presence >= 2 };

@id("move-foreign")
@risk_level("4")
@presence("typed")
@reason("It moves a file away that this session did not write, from where others look for it.")
forbid (principal, action, resource)
when { context.tool == "move_file" && context.facts.target_exists && !context.facts.written_by_session }
unless { context has approval && context.approval.presence >= 3 };
`
