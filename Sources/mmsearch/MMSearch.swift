import Commands

@main
struct MMSearch {
  static func main() {
    Program.main()
  }
}
