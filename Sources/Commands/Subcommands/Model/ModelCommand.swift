internal import ArgumentParser

/// `mmsearch model`: the models that there are, and those that could be.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "List, show, add and remove models.",
    discussion: """
      The default model comes with the program; default@int8 is the same with 8-bit arithmetic for \
      pictures, twice as fast and almost as good, and default@flip sees each picture and its mirror \
      image; NAME@f16 and NAME@int8 hold the weights of any other model in a half or a quarter of the \
      memory. Published CLIP checkpoints know more, and are larger and slower; they are opened as they \
      are published: folders of OpenCLIP, Hugging Face CLIP and sentence-transformers with safetensors.

        mmsearch model list
        mmsearch model add hf:laion/CLIP-ViT-B-32-laion2B-s34B-b79K --name vit
        mmsearch index ~/Pictures --model vit
        mmsearch a dog in the snow --model vit
        mmsearch a dog in the snow --model default --model vit*2
      """,
    subcommands: [
      ModelListCommand.self, ModelShowCommand.self, ModelAddCommand.self, ModelRemoveCommand.self,
    ],
    defaultSubcommand: ModelListCommand.self)
}
