/** Starts `answertree lsp` and speaks with it; all that is known of the language is the server's. */
import { commands, type ExtensionContext, window, workspace } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

/** Called when a script is opened first. */
export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("answertree.restart", restart),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("answertree.path")) await restart();
    }),
  );
  await start();
}

/** Called when the editor closes. */
export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  // One that never started cannot be stopped, and need not be.
  await old?.stop().catch(() => undefined);
}

async function start(): Promise<void> {
  const command = workspace.getConfiguration("answertree").get<string>("path", "answertree");
  client = new LanguageClient(
    "answertree",
    "answertree",
    { command, args: ["lsp"], transport: TransportKind.stdio },
    // Not what a comparison of versions shows: it has no files beside it.
    { documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: "answers" })) },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    await cannotStart(command, error);
  }
}

async function cannotStart(command: string, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error);
  const settings = "Open the settings";
  const picked = await window.showErrorMessage(
    `The language server cannot be started as \`${command} lsp\`: ${why}. Install answertree, or set its path.`,
    settings,
  );
  if (picked === settings) await commands.executeCommand("workbench.action.openSettings", "answertree.path");
}
